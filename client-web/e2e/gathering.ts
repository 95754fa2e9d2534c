/** Who takes part in the tests of a file: a server and a browser of their own, and people in front of it. */
import { basename } from 'node:path';
import { afterAll, afterEach, expect } from 'vitest';
import { launchBrowser, Person } from './person';
import { Server } from './server';

/** Chromium makes up a microphone and a camera, and asks nobody whether they may be used. */
export const madeUpDevices = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/**
 * Starts a server and seats people of these names in front of it, until the tests of the file are done. Nobody's console may
 * complain of anything in any test; of a test that fails it keeps what each of them saw. `flags` are the browser's.
 */
export async function gather<Name extends string>(
  names: readonly Name[],
  flags: readonly string[] = [],
) {
  const server = await Server.start();
  afterAll(() => server.dispose());
  const browser = await launchBrowser(flags);
  afterAll(() => browser.close());
  const seated = await Promise.all(
    names.map(async (name) => [name, await Person.sitDown(browser, server.url, name)] as const),
  );
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      process.stderr.write(`Server log:\n${server.log}\n`);
      for (const [name, person] of seated) {
        const which = `${basename(task.file.name, '.e2e.ts')}-${name}`;
        if (!person.page.isClosed()) await person.photograph('test-results', which);
      }
    }
    for (const [, { complaints }] of seated) expect(complaints.splice(0)).toEqual([]);
  });
  return { server, browser, ...(Object.fromEntries(seated) as Record<Name, Person>) };
}

/** Both sign up; the private chat that the host begins is open in front of both. */
export async function meet(host: Person, guest: Person): Promise<void> {
  await Promise.all([host.signUp(), guest.signUp()]);
  await host.startPrivateChat(guest);
  await guest.acceptInvite(host.username);
  await guest.openChat(host.username);
}

/** Both sign up; the group that the host makes is open in front of both. */
export async function meetInGroup(name: string, host: Person, guest: Person): Promise<void> {
  await Promise.all([host.signUp(), guest.signUp()]);
  await host.startGroup(name, [guest]);
  await guest.acceptInvite(name);
  await guest.openChat(name);
}
