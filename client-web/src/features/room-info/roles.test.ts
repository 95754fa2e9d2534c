import { describe, expect, it } from 'vitest';
import { roomDetails } from '@/matrix/fixtures';
import type { Member, RoomDetails } from '@/matrix/types';
import { holderOf, levelBelow, mayActOn, requestsOf, roleOf, sortMembers, stepsOf } from './roles';

const details = (change: Partial<RoomDetails> = {}) =>
  roomDetails('!r', { ownLevel: 50, ...change });
const { powers } = details();
const member = (userId: string, powerLevel: number): Member => ({
  userId,
  name: userId,
  avatarUrl: null,
  membership: 'join',
  powerLevel,
  asked: null,
});

describe('roles', () => {
  it('put numbers into words', () => {
    expect([100, 99, 50, 1, 0].map((level) => roleOf('@a', level, details()))).toEqual([
      'admin',
      'moderator',
      'moderator',
      'member',
      'member',
    ]);
    expect(roleOf('@a', 0, details({ creatorIds: ['@a'] }))).toBe('creator');
    expect(roleOf('@a', 0, details({ powers: { ...powers, send: 10 } }))).toBe('muted');
  });

  it('order the list of members', () => {
    const members = [member('@c', 0), member('@b', 100), member('@a', 0), member('@d', 50)];
    expect(sortMembers(members, details()).map(({ userId }) => userId)).toEqual([
      '@b',
      '@d',
      '@a',
      '@c',
    ]);
  });
});

describe('mayActOn', () => {
  it('reaches only those who have less power', () => {
    expect(mayActOn(details(), '@me', member('@a', 0), 50)).toBe(true);
    expect(mayActOn(details(), '@me', member('@a', 50), 50)).toBe(false);
    expect(mayActOn(details(), '@me', member('@a', 0), 100)).toBe(false);
  });

  it('knows that nobody is above a creator', () => {
    const room = details({ creatorIds: ['@creator'], ownLevel: 100 });
    expect(mayActOn(room, '@me', member('@creator', 0), 50)).toBe(false);
    expect(mayActOn(room, '@creator', member('@a', 100), 50)).toBe(true);
  });
});

describe('rights in steps', () => {
  const room = details({ powers: { ...powers, redact: 40, ban: 60 } });

  it('name what needs more than everybody has, the least first', () => {
    const steps = stepsOf(room).map(({ right }) => right);
    expect(steps[0]).toBe('redact');
    expect(steps.slice(-2)).toEqual(['ban', 'administer']);
    expect(steps).not.toContain('send');
  });

  it('know what is left without one of them', () => {
    expect(levelBelow(60, room)).toBe(50);
    expect(levelBelow(50, room)).toBe(40);
    expect(levelBelow(40, room)).toBe(0);
  });
});

describe('holderOf', () => {
  it('finds the smallest role that has the right', () => {
    expect([0, 1, 50, 51, 100].map((level) => holderOf(level, 0))).toEqual([
      'everyone',
      'moderators',
      'moderators',
      'admins',
      'admins',
    ]);
    expect(holderOf(10, 10)).toBe('everyone');
  });
});

describe('requests to join', () => {
  const asks = (userId: string, ts: number): Member => ({
    ...member(userId, 0),
    membership: 'knock',
    asked: { ts, reason: null },
  });
  const people = [asks('@early', 1), member('@in', 0), asks('@late', 2)];

  it('are shown the newest first, to those who may answer', () => {
    const shown = (ownLevel: number) =>
      requestsOf(people, details({ ownLevel })).map(({ userId }) => userId);
    expect(shown(50)).toEqual(['@late', '@early']);
    expect(shown(0)).toEqual([]);
    expect(requestsOf(people, null)).toEqual([]);
  });
});
