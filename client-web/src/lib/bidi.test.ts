import { describe, expect, it } from 'vitest';
import { withoutDirectionControls } from './bidi';

describe('withoutDirectionControls', () => {
  it('takes overrides and isolates away and leaves letters of every script', () => {
    expect(withoutDirectionControls('Hugo \u202Eevil\u202C \u2067x\u2069')).toBe('Hugo evil x');
    expect(withoutDirectionControls('ميرا Лена')).toBe('ميرا Лена');
  });
});
