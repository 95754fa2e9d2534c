/** Commands that are typed: `/me waves`. Pure. */

/** What a command does; what it is called is the same in every language. */
export const SLASH_COMMANDS = [
  'me',
  'spoiler',
  'plain',
  'shrug',
  'invite',
  'kick',
  'ban',
  'unban',
  'topic',
  'name',
  'nick',
  'join',
  'leave',
] as const;

export type SlashCommand = (typeof SLASH_COMMANDS)[number];

/** What follows a command that is about a person. */
export interface PersonArguments {
  readonly userId: string;
  readonly reason: string;
}

/** Null for what is no command, which is then sent as it is; `unknown` for one that does not exist. */
export function parseSlash(
  text: string,
): { readonly command: SlashCommand | 'unknown'; readonly rest: string } | null {
  const match = /^\/([a-z]+)(?:\s+([\s\S]*))?$/u.exec(text);
  if (!match) return null;
  const name = match[1] ?? '';
  const command = SLASH_COMMANDS.find((known) => known === name) ?? 'unknown';
  return { command, rest: (match[2] ?? '').trim() };
}

/** A person by mention or by id, then a reason. */
export function parsePerson(
  rest: string,
  people: ReadonlyMap<string, string>,
): PersonArguments | null {
  for (const [name, userId] of people) {
    if (rest.startsWith(name)) return { userId, reason: rest.slice(name.length).trim() };
  }
  const [first = ''] = rest.split(/\s/u, 1);
  return /^@\S+:\S+$/u.test(first)
    ? { userId: first, reason: rest.slice(first.length).trim() }
    : null;
}
