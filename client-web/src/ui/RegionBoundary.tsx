'use client';

import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './Button';
import styles from './RegionBoundary.module.css';

interface RegionBoundaryProps {
  /** What happened, and the names of the two ways on. */
  readonly words: { readonly title: string; readonly reload: string; readonly copyDetails: string };
  /** Changing it (another room) gives the region a fresh start. */
  readonly resetKey?: string | undefined;
  readonly children: ReactNode;
}

interface RegionBoundaryState {
  readonly error: Error | null;
  readonly componentStack: string;
}

/** Keeps a failure inside its column: the others go on working. */
export class RegionBoundary extends Component<RegionBoundaryProps, RegionBoundaryState> {
  override state: RegionBoundaryState = { error: null, componentStack: '' };

  static getDerivedStateFromError(error: unknown): Partial<RegionBoundaryState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ componentStack: info.componentStack ?? '' });
  }

  override componentDidUpdate(previous: RegionBoundaryProps): void {
    if (previous.resetKey !== this.props.resetKey && this.state.error !== null) this.reset();
  }

  private readonly reset = (): void => {
    this.setState({ error: null, componentStack: '' });
  };

  private readonly copyDetails = (): void => {
    const { error, componentStack } = this.state;
    void navigator.clipboard?.writeText(
      `${error?.stack ?? error?.message ?? ''}\n${componentStack}`,
    );
  };

  override render(): ReactNode {
    const { words, children } = this.props;
    if (this.state.error === null) return children;
    return (
      <div className={styles.failure} role="alert">
        <p>{words.title}</p>
        <div className={styles.ways}>
          <Button onClick={this.reset}>{words.reload}</Button>
          <Button look="text" onClick={this.copyDetails}>
            {words.copyDetails}
          </Button>
        </div>
      </div>
    );
  }
}
