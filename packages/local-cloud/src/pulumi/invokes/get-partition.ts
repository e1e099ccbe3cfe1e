import { string } from "../provider/schema.ts";
import type { Invoke } from "./index.ts";

export const getPartition: Invoke = {
  args: { id: string() },

  call: () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
};
