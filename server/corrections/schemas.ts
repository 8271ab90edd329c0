import { Type } from 'typebox';
import { LONGEST_KEY } from '../http/validation.ts';

/** Longest parts of a correction, in code points. */
export const LONGEST = { passage: 500, around: 60, proposal: 1000, note: 1000 } as const;

/** `NewCorrection` of the contract. `check.ts` checks it, to name every fault at once. */
export const newCorrectionSchema = Type.Object({
  thread: Type.String({ minLength: 1, maxLength: LONGEST_KEY }),
  url: Type.String({ format: 'uri' }),
  title: Type.String(),
  passage: Type.String({ minLength: 1, maxLength: LONGEST.passage }),
  before: Type.Optional(Type.String()),
  after: Type.Optional(Type.String()),
  proposal: Type.Optional(Type.String({ maxLength: LONGEST.proposal })),
  note: Type.Optional(Type.String({ maxLength: LONGEST.note })),
});

/** `CorrectionReceipt` of the contract. */
export const correctionReceiptSchema = Type.Object({ received: Type.Literal(true) });
