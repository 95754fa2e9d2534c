// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RegionBoundary } from './RegionBoundary';

const words = { title: 'Something went wrong here', reload: 'Reload', copyDetails: 'Copy' };
let isBroken = true;

function Fragile() {
  if (isBroken) throw new Error('broken on purpose');
  return <p>all is well</p>;
}

const region = (resetKey: string) => (
  <>
    <p>the rest</p>
    <RegionBoundary words={words} resetKey={resetKey}>
      <Fragile />
    </RegionBoundary>
  </>
);

beforeEach(() => {
  isBroken = true;
  // React reports what a boundary caught; here that is expected.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('RegionBoundary', () => {
  it('keeps a failure to itself', () => {
    render(region('a'));
    expect(screen.getByText('the rest')).toBeDefined();
    expect(screen.getByRole('alert').textContent).toContain(words.title);
  });

  it('tries again when asked', async () => {
    render(region('a'));
    isBroken = false;
    await userEvent.click(screen.getByText(words.reload));
    expect(screen.getByText('all is well')).toBeDefined();
  });

  it('starts afresh with another room', () => {
    const { rerender } = render(region('a'));
    isBroken = false;
    rerender(region('a'));
    expect(screen.queryByText('all is well')).toBeNull();
    rerender(region('b'));
    expect(screen.getByText('all is well')).toBeDefined();
  });
});
