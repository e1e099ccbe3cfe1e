import * as grpc from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import { InitFailedError } from "../contract/errors.ts";
import { fromStruct, toStruct } from "../property-values/struct.ts";

const detailsKey = "grpc-status-details-bin";
const typeName = "pulumirpc.ErrorResourceInitFailed";

/** The error as a gRPC status. Its details have the id and state of the unfinished resource. */
export function initFailedStatus(error: InitFailedError): Partial<grpc.StatusObject> {
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(toStruct(error.properties));
  detail.setInputs(toStruct(error.inputs));
  detail.setReasonsList([error.message]);
  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), typeName);
  const full = new status.Status();
  full.setCode(grpc.status.UNKNOWN);
  full.setMessage(error.message);
  full.setDetailsList([packed]);
  const metadata = new grpc.Metadata();
  metadata.set(detailsKey, Buffer.from(full.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: error.message, metadata };
}

/** The reverse; undefined if the error has no details of an unfinished resource. */
export function initFailedError(error: grpc.ServiceError): InitFailedError | undefined {
  const [bytes] = error.metadata?.get(detailsKey) ?? [];
  if (!(bytes instanceof Buffer)) return undefined;
  for (const packed of status.Status.deserializeBinary(bytes).getDetailsList()) {
    const detail = packed.unpack(messages.ErrorResourceInitFailed.deserializeBinary, typeName);
    if (!detail) continue;
    return new InitFailedError(error.details, {
      id: detail.getId(),
      properties: fromStruct(detail.getProperties()),
      inputs: fromStruct(detail.getInputs()),
    });
  }
  return undefined;
}
