/** The name of a function that is given by its name or by its ARN, as AWS accepts both. */
export function functionNameIn(nameOrArn: string | undefined): string | undefined {
  return nameOrArn?.split(":").at(-1);
}
