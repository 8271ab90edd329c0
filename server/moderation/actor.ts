/** Who does something at the desk. */
export interface Actor {
  /** Id of the account, or `cli` for the command line, `system` for scheduled work. */
  readonly id: string;
  readonly name: string;
}
