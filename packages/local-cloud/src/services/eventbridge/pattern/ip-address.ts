import { PatternError } from "./pattern-error.ts";
import type { Scalar } from "./value-test.ts";

/** An IPv4 or IPv6 address as a number and its width. */
export interface Address {
  value: bigint;
  bits: 32 | 128;
}

export interface Block {
  bottom: bigint;
  top: bigint;
  bits: 32 | 128;
}

const looksLikeV4 = /^\d+\.\d+\.\d+\.\d+$/;
const looksLikeV6 = /^[0-9a-f:]*:[0-9a-f:]*$/i;

/** The address in `text`, or undefined if it is not an address. */
export function addressOf(text: string): Address | undefined {
  if (looksLikeV4.test(text)) return v4(text);
  if (looksLikeV6.test(text)) return v6(text);
  return undefined;
}

export function sameAddress(address: Address, value: Scalar): boolean {
  const other = typeof value === "string" ? addressOf(value) : undefined;
  return other !== undefined && other.bits === address.bits && other.value === address.value;
}

/** @throws PatternError in AWS's wording, which here has no location. */
export function parseCidr(text: string): Block {
  const [ip, mask, ...rest] = text.split("/");
  if (ip === undefined || mask === undefined || rest.length > 0)
    throw new PatternError("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) throw new PatternError("Malformed CIDR, mask bits must be an integer");
  const maskBits = Number(mask);
  if (maskBits < 0) throw new PatternError("Malformed CIDR, mask bits must not be negative");
  const { value, bits } = requireAddress(ip);
  if (maskBits >= bits) throw new PatternError(`${bits === 32 ? "IPv4" : "IPv6"} mask bits must be < ${bits}`);
  const hosts = 1n << BigInt(bits - maskBits);
  const bottom = value - (value % hosts);
  return { bottom, top: bottom + hosts - 1n, bits };
}

export function isInBlock({ bottom, top, bits }: Block, value: Scalar): boolean {
  const address = typeof value === "string" ? addressOf(value) : undefined;
  return address !== undefined && address.bits === bits && address.value >= bottom && address.value <= top;
}

function requireAddress(text: string): Address {
  const address = addressOf(text);
  if (address) return address;
  const isStandard = looksLikeV4.test(text) || looksLikeV6.test(text);
  throw new PatternError(`${isStandard ? "Invalid" : "Nonstandard"} IP address: ${text}`);
}

function v4(text: string): Address | undefined {
  const parts = text.split(".").map(Number);
  if (parts.some((part) => part > 255)) return undefined;
  return { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), bits: 32 };
}

function v6(text: string): Address | undefined {
  const [head, tail, ...rest] = text.split("::");
  if (rest.length > 0) return undefined;
  const before = groups(head!);
  const after = tail === undefined ? [] : groups(tail);
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array<string>(missing).fill("0"), ...after];
  if (all.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { value: all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), bits: 128 };
}

function groups(text: string): string[] {
  return text === "" ? [] : text.split(":");
}
