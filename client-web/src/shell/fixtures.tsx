/** For tests of components: what every part of the screen stands on, without an engine. */
import { render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import { I18nProvider } from '@/i18n/I18nProvider';
import { TooltipProvider } from '@/ui/Tooltip';

export function putOnScreen(element: ReactElement): RenderResult {
  // jsdom has the element, but not its methods.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  return render(
    <I18nProvider>
      <TooltipProvider>{element}</TooltipProvider>
    </I18nProvider>,
  );
}
