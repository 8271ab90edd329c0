import { part, settled } from './fixture.ts';

/** Opens what stands behind one of an article's tools. */
export async function openPanel(article: Element, name: 'display' | 'share'): Promise<HTMLDetailsElement> {
  const panel = part(article, name) as HTMLDetailsElement;
  if (!panel.open) {
    const opened = new Promise((resolve) => {
      panel.addEventListener('toggle', resolve, { once: true });
    });
    panel.querySelector('summary')!.click();
    await opened;
  }
  await settled();
  return panel;
}

/** Waits for what stands below the article: it comes once the browser finds that it is near the screen. */
export async function endOf(article: Element): Promise<void> {
  await new Promise((resolve) => {
    const near = new IntersectionObserver(resolve);
    near.observe(article.shadowRoot!.querySelector('.end')!);
  });
  await settled();
}
