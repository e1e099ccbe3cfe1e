import { BlockList, isIP, isIPv4 } from "node:net";

/** Compiles a range such as 203.0.113.0/24 or 2001:db8::/32 to a test for addresses; undefined if it is invalid. */
export function ipRange(range: string): ((address: string) => boolean) | undefined {
  const [network = "", bits, ...more] = range.split("/");
  const family = isIP(network);
  const longest = family === 4 ? 32 : 128;
  const length = bits === undefined ? longest : Number(bits);
  if (family === 0 || more.length > 0 || bits === "" || !Number.isInteger(length) || length < 0 || length > longest)
    return undefined;
  const list = new BlockList();
  list.addSubnet(network, length, family === 4 ? "ipv4" : "ipv6");
  return (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}
