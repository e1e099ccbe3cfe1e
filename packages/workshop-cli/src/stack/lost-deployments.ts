/** What was lost is not known, so that only an empty cloud is known again. */
export const lostDeployments =
  "The end of the local cloud's data is lost: it is as it was before your last deployments.";

export function emptyAndDeploy(command: string): string {
  return `Empty it: npx workshop down. Then deploy again (your code is untouched): ${command}`;
}
