'use client';

import { Component, type ReactNode } from 'react';

interface MessageBoundaryProps {
  /** Stands in for a message that cannot be drawn. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** One broken message never breaks the timeline. */
export class MessageBoundary extends Component<
  MessageBoundaryProps,
  { readonly isBroken: boolean }
> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    return this.state.isBroken ? this.props.fallback : this.props.children;
  }
}
