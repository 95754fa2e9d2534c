/** Pictures of a screen in both themes and three widths, into the ignored folder `screenshots`. */
import type { Page } from 'playwright-core';
import { accessibilityProblems } from './axe';
import type { Person } from './person';
import { settled } from './settled';

const sizes = [
  { width: 1440, height: 900 },
  { width: 900, height: 900 },
  { width: 390, height: 844 },
];
const themes = ['light', 'dark'] as const;
const folder = 'screenshots';
/** Windows that are no wider belong to phones. */
const widestPhone = 600;

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
      const letGo = size.width > widestPhone ? null : await holdAsPhone(page, size);
      await arrange();
      await settled(page);
      const which = `${name}-${colorScheme}-${size.width}`;
      await page.screenshot({ path: `${folder}/${which}.png`, animations: 'disabled' });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      if (overflow > 0) complaints.push(`${which} is ${overflow} px wider than the window`);
      if (size.width !== 900) {
        const problems = await accessibilityProblems(page);
        complaints.push(...problems.map((problem) => `${which}: ${problem}`));
      }
      await letGo?.();
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await settled(page);
}

/** Makes the window that of a phone: touched by fingers, with nothing that hovers. Resolves to what ends it. */
async function holdAsPhone(
  page: Page,
  size: { width: number; height: number },
): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
  await session.send('Emulation.setDeviceMetricsOverride', {
    ...size,
    deviceScaleFactor: 1,
    mobile: true,
  });
  await page.waitForFunction(() => matchMedia('(pointer: coarse)').matches);
  return async () => {
    await session.send('Emulation.clearDeviceMetricsOverride');
    await session.detach();
  };
}
