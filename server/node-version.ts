// The first import of main.ts. Plain syntax and no other import: it must run on the old Node it refuses.

/** The oldest Node the server runs on; the SQLite driver crashes older ones. */
export const OLDEST_NODE = '22.14.0';

/**
 * @param version as `process.versions.node` gives it
 * @returns the sentences to show when this Node is too old, else null
 */
export function nodeTooOld(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return (
    `tinh: máy chủ cần Node ${OLDEST_NODE} trở lên, máy này đang dùng Node ${version}. Vui lòng cài bản Node mới hơn.\n` +
    `tinh: the server needs Node ${OLDEST_NODE} or newer, this is Node ${version}. Please install a newer Node.`
  );
}

const refusal = nodeTooOld(process.versions.node);
if (refusal !== null) {
  console.error(refusal);
  process.exit(1);
}
