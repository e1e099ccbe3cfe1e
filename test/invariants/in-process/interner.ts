/** Gives each distinct string a number, so that equal strings can be compared cheaply. */
export class Interner {
  readonly #ids = new Map<string, number>();
  readonly #texts: string[] = [];

  idOf(text: string): number {
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#texts.push(text) - 1;
      this.#ids.set(text, id);
    }
    return id;
  }

  textOf(id: number): string {
    return this.#texts[id]!;
  }
}
