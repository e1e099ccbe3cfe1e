import type { Invoke } from "../contract/invoke.ts";
import { string } from "../contract/schema.ts";

export const getPartition: Invoke = {
  args: { id: string() },

  call: () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
};
