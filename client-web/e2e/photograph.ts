/** Pictures of a screen in both themes and three widths, into the ignored folder `screenshots`. */
import type { Page } from 'playwright-core';
import { accessibilityProblems } from './axe';
import type { Person } from './person';

const sizes = [
  { width: 1440, height: 900 },
  { width: 900, height: 900 },
  { width: 390, height: 844 },
];
const themes = ['light', 'dark'] as const;
const folder = 'screenshots';

/**
 * Takes the picture in every theme and width. Whatever is wider than the window, or what axe finds, is a complaint of the person.
 * `arrange` opens what does not survive a change of the window, such as a menu; it is called before each picture.
 */
export async function photograph(
  person: Person,
  name: string,
  arrange: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { page, complaints } = person;
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const size of sizes) {
      await page.setViewportSize(size);
      await arrange();
      await settled(page);
      const which = `${name}-${colorScheme}-${size.width}`;
      await page.screenshot({ path: `${folder}/${which}.png`, animations: 'disabled' });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      if (overflow > 0) complaints.push(`${which} is ${overflow} px wider than the window`);
      if (size.width === 900) continue;
      const problems = await accessibilityProblems(page);
      complaints.push(...problems.map((problem) => `${which}: ${problem}`));
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await settled(page);
}

/** Waits until pictures are there and nothing fades or slides any more. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await frame();
    const isMoving = (animation: Animation) =>
      animation.playState === 'running' &&
      animation.effect?.getComputedTiming().endTime !== Infinity;
    const deadline = performance.now() + 2_000;
    const isUnfinished = () =>
      document.getAnimations().some(isMoving) ||
      [...document.images].some((image) => !image.complete && image.loading !== 'lazy');
    while (isUnfinished() && performance.now() < deadline) await frame();
  });
}
