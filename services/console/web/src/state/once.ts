import { NewId } from "./id";

/**
 * The id of a command: the same while the same is tried again, so that it is done once; another for
 * anything else, and after it was decided.
 */
export class Once {
  private text: string | null = null;
  private id = "";

  idOf(command: unknown): string {
    const text = JSON.stringify(command);
    if (text !== this.text) {
      this.text = text;
      this.id = NewId();
    }
    return this.id;
  }

  decided(): void {
    this.text = null;
  }
}
