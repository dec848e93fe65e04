import type { Conditions } from './conditions.ts';
import { variableTypes } from './compile-inherited.ts';
import { type Origin, below } from './film.ts';
import type { Findings } from './findings.ts';
import type { RuleData } from './schema-scene.ts';

/** Every condition and expression compiles and has the type that is wanted. */
export function checkConditions(findings: Findings, conditions: Conditions): void {
  const { film } = findings;
  const checkNext = (next: string | readonly RuleData[] | undefined, origin: Origin): void => {
    if (typeof next !== 'object') return;
    next.forEach((rule, index) => {
      if (rule.when === undefined) return;
      const { fault } = conditions.compile(rule.when, 'bool');
      if (fault !== null) findings.add(fault.code, below(origin, 'next', index, 'when'), fault.message, fault.hint);
    });
  };
  for (const { data, origin } of film.sections.values()) checkNext(data.next, origin);
  const types = variableTypes(film);
  for (const { data, origin } of film.scenes.values()) {
    checkNext(data.next, origin);
    for (const [variable, value] of Object.entries(data.set ?? {})) {
      const type = types.get(variable);
      if (type === undefined) continue;
      const at = below(origin, 'set', variable);
      if (typeof value === 'string') {
        const { fault } = conditions.compile(value, type);
        if (fault !== null) {
          const hint =
            type === 'text' && fault.code === 'condition-unknown'
              ? `${fault.hint} A text is written "'${value.slice(0, 30)}'".`
              : fault.hint;
          findings.add(fault.code, at, fault.message, hint);
        }
      } else if (
        type === 'text' ||
        (type === 'bool') !== (typeof value === 'boolean') ||
        (type === 'int' && !Number.isSafeInteger(value))
      ) {
        findings.add(
          'variable-type',
          at,
          `"${variable}" is of type ${type}, and ${value} is not`,
          `Write a value of type ${type}, or declare the variable otherwise.`,
        );
      }
    }
  }
}
