/** When a page stands still. */
import type { Page } from 'playwright-core';

/** Waits until pictures are there and nothing fades or slides any more. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    // What is done now begins to move with the next frame.
    await frame();
    await frame();
    const isMoving = (animation: Animation) =>
      animation.playState === 'running' &&
      animation.effect?.getComputedTiming().endTime !== Infinity;
    const deadline = performance.now() + 5_000;
    const isUnfinished = () =>
      document.getAnimations().some(isMoving) ||
      [...document.images].some((image) => !image.complete && image.loading !== 'lazy');
    while (isUnfinished() && performance.now() < deadline) await frame();
  });
}
