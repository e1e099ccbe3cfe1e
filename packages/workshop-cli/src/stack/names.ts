/** The stack that the embedded engine deploys to the local cloud. */
export const projectName = "aircraft-booking";
export const stackName = "local";
