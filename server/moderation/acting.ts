import type { Site } from '../config.ts';
import type { Actor } from './actor.ts';

/** Who acts, where they may, and when. */
export interface Acting {
  readonly actor: Actor;
  /** The sites that they work for; an administrator's are all that the configuration has. Comments of others are unknown to them. */
  readonly sites: readonly Site[];
  /** Whether they may undo what others did. */
  readonly administrator: boolean;
  /** Whether they approve answers of the agency. */
  readonly leader: boolean;
  /** Milliseconds. */
  readonly now: number;
}
