import type { ReactElement } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { FilmMap, ToldDecision, ToldFault } from '../../protocol/console-messages.ts';
import { Panel } from './parts.tsx';

const time = (at: string): string => new Date(at).toLocaleTimeString([], { hour12: false });

/** The last decisions with their reasons, rule by rule, and what has failed. */
export function Decisions({
  decisions,
  faults,
  film,
}: {
  readonly decisions: readonly ToldDecision[];
  readonly faults: readonly ToldFault[];
  readonly film: FilmMap | null;
}): ReactElement {
  const titleOf = (scene: string): string => film?.nodes.find(({ name }) => name === scene)?.title ?? scene;
  return (
    <Panel title="Decisions" name="decisions">
      {decisions.length === 0 && <p className="hint">None yet: the first falls at the end of a scene.</p>}
      <div className="list">
        {decisions.map((decision) => (
          <Disclosure key={`${decision.at} ${decision.scene}`} className="decision">
            <Heading level={3}>
              <Button slot="trigger">
                <time>{time(decision.at)}</time>
                <span>
                  {titleOf(decision.scene)} → <strong>{titleOf(decision.to)}</strong>
                  <small>{decision.why}</small>
                </span>
              </Button>
            </Heading>
            <DisclosurePanel>
              <ul>
                {decision.rules.map(({ to, taken, why }, index) => (
                  <li key={index} data-taken={taken}>
                    {titleOf(to)}: {why}
                  </li>
                ))}
              </ul>
            </DisclosurePanel>
          </Disclosure>
        ))}
      </div>
      {faults.length > 0 && (
        <>
          <h3>Faults</h3>
          <ul className="faults">
            {faults.map(({ at, code, detail }, index) => (
              <li key={index}>
                <time>{time(at)}</time> {code}: {detail}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
