import type { Server } from "node:http";
import type { Socket } from "node:net";

/** The connections to a server, with the number of requests on each that were read and are not answered yet. */
export class Connections {
  readonly #owed = new Map<Socket, number>();

  constructor(server: Server) {
    server.on("connection", (socket) => {
      this.#owed.set(socket, 0);
      socket.once("close", () => this.#owed.delete(socket));
    });
  }

  /** Notes that a request was read. @returns a function to call once it is answered */
  owe(socket: Socket): () => void {
    this.#add(socket, 1);
    return () => this.#add(socket, -1);
  }

  /** Breaks the connections that are owed no answer: they are idle, or have sent half a request and may never send the rest. */
  endWithoutDebt(): void {
    for (const [socket, owed] of this.#owed) if (owed === 0) socket.destroy();
  }

  #add(socket: Socket, change: number): void {
    const owed = this.#owed.get(socket);
    if (owed !== undefined) this.#owed.set(socket, owed + change);
  }
}
