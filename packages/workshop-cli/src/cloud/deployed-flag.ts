import type { Cloud } from "@event-choreography/local-cloud";

const collectionName = "workshop/stack";

/** Whether resources of the stack are in the account, or may be: then its state belongs to it. */
export function isDeployedTo({ account }: Pick<Cloud, "account">): boolean {
  return account.store.collection<boolean>(collectionName).get("deployed") === true;
}

export async function setDeployed({ account }: Pick<Cloud, "account">, deployed: boolean): Promise<void> {
  account.store.collection<boolean>(collectionName).set("deployed", deployed);
  await account.store.durable();
}
