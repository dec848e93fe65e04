import { useState, type ReactElement } from 'react';
import { Button, FieldError, Form, Input, Label, TextField, Text } from 'react-aria-components';
import { pair } from './pair.ts';

/** The door: six digits that the stage's machine shows behind the operator's PIN. */
export function PairForm({ onPaired }: { readonly onPaired: () => void }): ReactElement {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const submit = async (): Promise<void> => {
    const said = await pair(code);
    setRefusal(said);
    setCode('');
    if (said === null) onPaired();
  };
  const type = (text: string): void => {
    setCode(text);
    // A field that is marked as wrong keeps the form from being sent.
    setRefusal(null);
  };
  return (
    <main className="door">
      <h1>Mien</h1>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField value={code} onChange={type} isInvalid={refusal !== null} autoFocus isRequired>
          <Label>Code</Label>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} pattern="[0-9]*" />
          <Text slot="description">
            At the stage press Ctrl+Alt+Shift+M, type the PIN, then Enter: it shows the code.
          </Text>
          <FieldError>{refusal}</FieldError>
        </TextField>
        <Button type="submit" className="button main">
          Pair this device
        </Button>
      </Form>
    </main>
  );
}
