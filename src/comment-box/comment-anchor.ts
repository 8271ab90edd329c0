/** Address of one comment on its page. */
export function anchorOf(id: string): string {
  return `y-kien-${id}`;
}

/** Id of the comment that the page's address names; empty without one. */
export function anchorId(): string {
  return new RegExp(`^#${anchorOf('([\\w-]+)')}$`).exec(location.hash)?.[1] ?? '';
}
