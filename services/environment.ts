/** A setting that the program gives to the function. Raises an error that names it if it did not. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The function's environment has no ${name}: give it one in the step's infra.ts.`);
  return value;
}
