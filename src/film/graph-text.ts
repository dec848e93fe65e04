import { EMOTION_COLOURS, PLAIN_COLOUR, type FilmGraph, type GraphEdge, type GraphNode } from './graph-model.ts';

/** The graph in Mermaid's words, for a README or a wiki. */
export function graphMermaid(graph: FilmGraph): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '#quot;').replaceAll('\n', ' ')}"`;
  const shape = ({ kind, title }: GraphNode): string => {
    if (kind === 'opening') return `([${quoted(title)}])`;
    return kind === 'scene' ? `[${quoted(title)}]` : `[[${quoted(title)}]]`;
  };
  const node = (one: GraphNode): string => `  n_${one.name}${shape(one)}`;
  const loose = graph.nodes.filter((one) => one.section === null).map(node);
  const sections = graph.sections.flatMap(({ name, title }) => [
    `  subgraph s_${name}[${quoted(title)}]`,
    ...graph.nodes.filter((one) => one.section === name).map((one) => `  ${node(one)}`),
    '  end',
  ]);
  const edges = graph.edges.map(({ from, to, label, kind }) => {
    const arrow = kind === 'emotion' ? '-->' : '-.->';
    return `  n_${from} ${arrow}${label === '' ? '' : `|${quoted(label)}|`} n_${to}`;
  });
  const colours = graph.edges.map((edge, index) => `  linkStyle ${index} stroke:${colourOf(edge)}`);
  return `${['flowchart LR', ...loose, ...sections, ...edges, ...colours].join('\n')}\n`;
}

/** The graph for Graphviz. */
export function graphDot(graph: FilmGraph): string {
  const node = ({ name, title, kind, seconds }: GraphNode): string => {
    const shape = kind === 'opening' ? 'shape=oval' : kind === 'scene' ? 'shape=box' : 'shape=box, peripheries=2';
    return `${quoted(name)} [label=${quoted(`${title}\n${seconds} s`)}, ${shape}];`;
  };
  const loose = graph.nodes.filter((one) => one.section === null).map((one) => `  ${node(one)}`);
  const sections = graph.sections.flatMap(({ name, title }) => [
    `  subgraph ${quoted(`cluster_${name}`)} {`,
    `    label=${quoted(title)};`,
    ...graph.nodes.filter((one) => one.section === name).map((one) => `    ${node(one)}`),
    '  }',
  ]);
  const edges = graph.edges.map((edge) => {
    const style = edge.kind === 'emotion' ? 'solid' : 'dashed';
    const colour = quoted(colourOf(edge));
    return `  ${quoted(edge.from)} -> ${quoted(edge.to)} [label=${quoted(edge.label)}, color=${colour}, fontcolor=${colour}, style=${style}];`;
  });
  const lines = [
    `digraph ${quoted(graph.title)} {`,
    '  rankdir=LR;',
    '  node [fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...loose,
    ...sections,
    ...edges,
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

export function colourOf(edge: GraphEdge): string {
  return edge.emotion === null ? PLAIN_COLOUR : EMOTION_COLOURS[edge.emotion];
}
