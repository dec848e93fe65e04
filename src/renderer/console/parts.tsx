import type { ReactElement, ReactNode } from 'react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Slider,
  SliderOutput,
  SliderThumb,
  SliderTrack,
} from 'react-aria-components';

/** A named part of the page. */
export function Panel({
  title,
  name,
  children,
}: {
  readonly title: string;
  readonly name: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className={`panel ${name}`} aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>{title}</h2>
      {children}
    </section>
  );
}

/** One of a few; `null` is written with the word for none. */
export function Choice({
  label,
  value,
  all,
  none,
  textOf = (id) => id,
  onChange,
}: {
  readonly label: string;
  readonly value: string | null;
  readonly all: readonly string[];
  /** Word for null, or undefined where one has to be chosen. */
  readonly none?: string;
  readonly textOf?: (id: string) => string;
  readonly onChange: (value: string | null) => void;
}): ReactElement {
  const items = [
    ...(none === undefined ? [] : [{ id: '', text: none }]),
    ...all.map((id) => ({ id, text: textOf(id) })),
  ];
  return (
    <Select
      className="choice"
      value={value ?? ''}
      isDisabled={items.length < 2}
      onChange={(key) => onChange(key === '' || key === null ? null : String(key))}
    >
      <Label>{label}</Label>
      <Button className="button">
        <SelectValue>{({ selectedText }) => selectedText}</SelectValue>
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="popover">
        <ListBox items={items}>{({ id, text }) => <ListBoxItem id={id}>{text}</ListBoxItem>}</ListBox>
      </Popover>
    </Select>
  );
}

/** Shares of a whole, one thumb or two. */
export function Share<T extends number | number[]>({
  label,
  value,
  names,
  onChange,
  onLeft,
}: {
  readonly label: string;
  readonly value: T;
  readonly names?: readonly string[];
  readonly onChange: (value: T) => void;
  /** Where it was left, once a drag is over; each step by a key. */
  readonly onLeft?: (value: T) => void;
}): ReactElement {
  return (
    <Slider
      className="share"
      minValue={0}
      maxValue={1}
      step={0.01}
      value={value}
      onChange={onChange}
      {...(onLeft === undefined ? {} : { onChangeEnd: onLeft })}
      formatOptions={{ style: 'percent' }}
    >
      <Label>{label}</Label>
      <SliderOutput>
        {({ state }) => state.values.map((_, at) => state.getThumbValueLabel(at)).join(' – ')}
      </SliderOutput>
      <SliderTrack>
        {({ state }) =>
          state.values.map((_, at) => (
            <SliderThumb key={at} index={at} aria-label={names?.[at] ?? label} className="thumb" />
          ))
        }
      </SliderTrack>
    </Slider>
  );
}
