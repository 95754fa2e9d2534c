/** Somebody in front of a browser of their own: what they do and see, in the words of the interface. */
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';

export const password = 'correct horse battery';
/** Names are new in every run, so that a server with a memory does no harm. */
const run = Date.now().toString(36);

/** `flags` go to the browser besides those it always gets. */
export function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    args: ['--no-sandbox', ...flags],
  });
}

export class Person {
  /** Errors in the console and of the page: none is tolerated. */
  readonly complaints: string[] = [];

  private constructor(
    readonly username: string,
    readonly context: BrowserContext,
    public page: Page,
    private readonly url: string,
  ) {}

  /** `prepare` runs in each page before its own scripts. */
  static async sitDown(
    browser: Browser,
    url: string,
    name: string,
    prepare: () => void = () => undefined,
  ): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addInitScript(prepare);
    const person = new Person(`${name}-${run}`, context, await context.newPage(), url);
    person.watch(person.page);
    return person;
  }

  /** Notes whatever the page complains of. */
  watch(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.complaints.push(`${message.text()} (${message.location().url})`);
      }
    });
  }

  /** Takes a page as the one to look at from now on. */
  turnTo(page: Page): void {
    this.page = page;
  }

  at(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  async signUp(): Promise<void> {
    await this.page.goto(`${this.url}/register/`);
    await this.#fillCredentials();
    await this.at('chat-list-empty').or(this.at('chat-list')).first().waitFor();
  }

  async signIn(): Promise<void> {
    await this.signInAs(this.username);
  }

  /** On a device of its own, as somebody who has others. */
  async signInAs(username: string): Promise<void> {
    await this.page.goto(`${this.url}/login/`);
    await this.#fillCredentials(username);
    await this.at('chat-list-empty').or(this.at('chat-list')).first().waitFor();
  }

  async signOut(): Promise<void> {
    await this.openMenu('menu-settings');
    await this.at('sign-out').click();
    await this.at('sign-out-confirm').click();
    await this.at('sign-in-form').waitFor();
  }

  /** Makes a recovery key by the strip over the chats, and keeps it. */
  async setUpRecovery(): Promise<string> {
    await this.at('strip-recovery-start').click();
    await this.at('recovery-make').click();
    const key = await this.at('recovery-key').innerText();
    await this.at('recovery-kept').check();
    await this.at('recovery-done').click();
    await this.at('strip-recovery').waitFor({ state: 'detached' });
    return key;
  }

  /** Makes this device a trusted one by the recovery key, or tries to. */
  async unlock(keyOrPhrase: string): Promise<void> {
    const dialog = this.at('unlock-dialog');
    if (!(await dialog.isVisible())) await this.at('strip-verify-start').click();
    await this.at('unlock-key').fill(keyOrPhrase);
    await this.at('unlock-submit').click();
  }

  async isTrusted(): Promise<void> {
    await this.at('strip-verify').waitFor({ state: 'detached' });
  }

  async openMenu(item: string): Promise<void> {
    // A search that is open stands in the menu's place.
    const search = this.at('search-close');
    if (await search.isVisible()) await search.click();
    await this.at('main-menu').click();
    await this.at(item).click();
  }

  /** By the rows of the settings, as nobody types addresses. */
  async openSettings(page: string): Promise<void> {
    await this.page.goto(`${this.url}/#/?panel=settings`);
    await this.at(`settings-${page}`).click();
    await this.at(`${page}-page`).waitFor();
  }

  async startPrivateChat(other: Person): Promise<void> {
    await this.openMenu('menu-new-chat');
    await this.at('people-search').fill(other.username);
    await this.#personRow(other).click();
    await this.#isIn(other.username);
  }

  async startGroup(name: string, others: readonly Person[]): Promise<void> {
    await this.openMenu('menu-new-group');
    await this.at('group-name').fill(name);
    for (const other of others) {
      await this.at('people-search').fill(other.username);
      await this.#personRow(other).click();
    }
    await this.at('group-create').click();
    await this.#isIn(name);
  }

  /** Accepts the only invite there is. */
  async acceptInvite(name: string): Promise<void> {
    await this.row(name).waitFor();
    await this.at('invite-accept').click();
    const membership = () => this.row(name).getAttribute('data-membership');
    await expect.poll(membership).toBe('join');
  }

  /** The row of the chat with that name; others may name the same person in their preview. */
  row(name: string): Locator {
    const title = this.at('chat-row-name').filter({ hasText: name });
    return this.at('chat-row').filter({ has: title });
  }

  async openChat(name: string): Promise<void> {
    await this.row(name).click();
    await this.#isIn(name);
  }

  /** The id of the room on screen, as its row in the list names it. */
  async openRoomId(): Promise<string> {
    const row = this.page.locator('[data-testid=chat-row][data-open=true]');
    return (await row.getAttribute('data-room-id')) ?? '';
  }

  async type(text: string): Promise<void> {
    await this.at('composer').pressSequentially(text);
  }

  async send(text: string): Promise<void> {
    await this.at('composer').fill(text);
    await this.at('composer').press('Enter');
  }

  message(text: string): Locator {
    return this.at('message').filter({ has: this.page.getByText(text, { exact: true }) });
  }

  async sees(text: string): Promise<void> {
    await this.message(text).first().waitFor();
  }

  /**
   * Looks at every change of the page for a message, from its first sight on; what it resolves to says how often it was
   * then out of sight. It ends with the page.
   */
  async watchOver(text: string): Promise<() => Promise<number>> {
    const watch = await this.page.evaluateHandle((words) => {
      const seen = { isThere: false, losses: 0 };
      const look = () => {
        const messages = [...document.querySelectorAll('[data-testid=message]')];
        const isThere = messages.some(({ textContent }) => textContent.includes(words));
        if (seen.isThere && !isThere) seen.losses += 1;
        seen.isThere = isThere;
      };
      look();
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      return seen;
    }, text);
    return async () => (await watch.jsonValue()).losses;
  }

  /** The texts of the messages on screen, oldest first. */
  texts(): Promise<string[]> {
    return this.at('message-body').allInnerTexts();
  }

  async seesInOrder(texts: readonly string[]): Promise<void> {
    await expect.poll(async () => (await this.texts()).slice(-texts.length)).toEqual(texts);
  }

  async seesState(text: string, state: string): Promise<void> {
    const states = () => this.message(text).first().getAttribute('data-state');
    await expect.poll(states).toBe(state);
  }

  /** Waits until the connection bar says nothing any more. */
  async isOnline(): Promise<void> {
    await expect.poll(() => this.at('connection-bar').isVisible()).toBe(false);
  }

  /** Saves what is on the screen, under the person's name. */
  async photograph(folder: string, name = this.username.split('-')[0]): Promise<void> {
    await this.page.screenshot({ path: `${folder}/${name}.png` });
  }

  async #fillCredentials(username = this.username): Promise<void> {
    await this.at('auth-username').fill(username);
    await this.at('auth-password').fill(password);
    await this.at('auth-submit').click();
  }

  /** Another chat may have been open: its composer must not be taken for the new one's. */
  async #isIn(name: string): Promise<void> {
    await this.at('room-name').filter({ hasText: name }).waitFor();
    await this.at('composer').waitFor();
  }

  #personRow(person: Person): Locator {
    return this.page.locator(`[data-testid=person-row][data-user-id^="@${person.username}:"]`);
  }
}
