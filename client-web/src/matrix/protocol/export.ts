/** A chat's history, page by page, for a file. */
import type { ExportPage } from '../types';

export interface ExportCommands {
  /** The newest page where `from` is null. */
  exportPage(roomId: string, from: string | null): Promise<ExportPage>;
}
