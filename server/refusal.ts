/**
 * A reason not to start that the person at the keyboard can mend. Shown as it is, without a stack trace: Vietnamese first,
 * then English.
 */
export class Refusal extends Error {
  constructor(vietnamese: string, english: string) {
    super(`${vietnamese}\n${english}`);
    this.name = 'Refusal';
  }
}
