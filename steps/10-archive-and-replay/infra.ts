import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../infra/components/context.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";

/** Step 10: an archive keeps the events on the bus. A replay is an operation, not a resource: see replay.ts. */
export default function archiveAndReplay({ bus }: EventBusStep, context: Context) {
  const archive = new aws.cloudwatch.EventArchive("archive", {
    name: context.name("AircraftBookingArchive"),
    //#region 10.1 Keep our services' events for thirty days
    //- eventSourceArn: "",
    eventSourceArn: bus.arn,
    retentionDays: 30,
    eventPattern: pulumi.jsonStringify({ source: [{ prefix: "aircraft." }] }),
    //#endregion
  });

  return { archive, outputs: { archiveName: archive.name, archiveArn: archive.arn } };
}

export type ArchiveStep = ReturnType<typeof archiveAndReplay>;
