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
  const end = article.shadowRoot!.querySelector('.end')!;
  end.scrollIntoView();
  await new Promise<void>((resolve) => {
    const near = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) resolve();
      },
      { rootMargin: '600px' },
    );
    near.observe(end);
  });
  await settled();
  // Its file is fetched and run in tasks of its own.
  for (let frame = 0; frame < 120 && !end.matches('.here'); frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await settled();
  }
}
