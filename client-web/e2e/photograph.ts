/** Pictures of a screen in both themes and three widths, into the ignored folder `screenshots`. */
import { expect } from 'vitest';
import type { Person } from './person';

const widths = [1440, 900, 390];
const themes = ['light', 'dark'] as const;
const folder = 'screenshots';

/** Takes the picture in every theme and width; nothing may be wider than the window. */
export async function photograph(person: Person, name: string): Promise<void> {
  for (const colorScheme of themes) {
    await person.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of widths) {
      await person.page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      const path = `${folder}/${name}-${colorScheme}-${width}.png`;
      await person.page.screenshot({ path, animations: 'disabled' });
      const overflow = await person.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow, `${name} at ${width} px is wider than the window`).toBeLessThanOrEqual(0);
    }
  }
  await person.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  await person.page.setViewportSize({ width: 1440, height: 900 });
  // Colours fade from one theme to the other; whoever looks at them next wants them settled.
  await person.page.waitForTimeout(500);
}
