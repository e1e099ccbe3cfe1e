import { vi } from "vitest";

interface Charge {
  amount: number;
  status: "SUCCESS" | "FAILED";
  reason?: string;
}

/**
 * The payment provider in this process: keeps what services/payment-provider keeps, and answers the handlers' requests.
 * `loseNext` makes the next answer a 504, after the provider has done its work.
 */
export function fakeProvider(): { charges: Map<string, Charge>; cancelled: Set<string>; loseNext(): void } {
  const charges = new Map<string, Charge>();
  const cancelled = new Set<string>();
  let lost = false;
  vi.stubEnv("PROVIDER_URL", "https://provider.example/");
  for (const name of ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, "us-east-1");
  vi.stubGlobal("fetch", async (url: string, { headers, body }: { headers: Record<string, string>; body: string }) => {
    const key = headers["idempotency-key"]!;
    const answer = new URL(url).pathname === "/charges" ? charge(key, JSON.parse(body)) : cancel(key);
    const status = lost ? 504 : 200;
    lost = false;
    return new Response(JSON.stringify(answer), { status });
  });
  return { charges, cancelled, loseNext: () => void (lost = true) };

  function charge(key: string, { amount }: { amount: number }) {
    const reason = `The amount ${amount} is above the limit of 1000`;
    const made: Charge = amount > 1000 ? { amount, status: "FAILED", reason } : { amount, status: "SUCCESS" };
    if (!charges.has(key)) charges.set(key, made);
    const { status, reason: why } = charges.get(key)!;
    return { status, reason: why };
  }

  function cancel(key: string) {
    if (!charges.has(key)) charges.set(key, { amount: 0, status: "FAILED", reason: "cancelled before" });
    const { amount, status } = charges.get(key)!;
    if (status === "SUCCESS") cancelled.add(key);
    return { amount: status === "SUCCESS" ? amount : 0 };
  }
}
