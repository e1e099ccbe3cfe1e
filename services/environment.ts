/** An environment variable of the function. Throws an error that names the variable if it is not set. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The function's environment has no ${name}: set it in the step's infra.ts.`);
  return value;
}
