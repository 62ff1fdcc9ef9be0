/** What may be wrong, or odd, and what to do about it. */
export interface Code {
  /** As problems, notes and the API's answers carry it. */
  readonly code: string;
  readonly title: string;
  /** What it means, and what would be right. */
  readonly text: string;
  /** Data that show it, with what is told of them; absent where it takes more than data. */
  readonly example?: CodeExample;
}

/** A file, and what is told of it. */
export interface CodeExample {
  /** Its name. */
  readonly file: string;
  readonly content: string;
  /** The label config that it is read with. */
  readonly config?: string;
  /** Of the problem or the note. */
  readonly told: string;
}
