/** Ships an order, unless its address is missing. @param {{ detail: { orderId: string; address?: string } }} event */
export async function handler({ detail: { orderId, address } }) {
  if (!address) throw new Error(`Order ${orderId} has no address`);
  console.log(`Shipping ${orderId} to ${address}`);
}
