import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { FilmGraph } from './graph-model.ts';

export const NODE_WIDTH = 176;
export const NODE_HEIGHT = 132;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  /** Top left corners, by scene. */
  readonly nodes: ReadonlyMap<string, Point>;
  /** In the order of the graph's edges: the line's points, and where its words stand. */
  readonly edges: readonly { readonly points: readonly Point[]; readonly label: Point | null }[];
}

/** Width of a character of the labels, pixels: 12 px sans-serif. */
const LABEL_CHARACTER = 6.4;

/**
 * What ELK is asked to lay out: layers from left to right, as the film goes.
 * @param hasWords whether room is kept for the words of each way; a film of 35 scenes then takes twenty times as long.
 */
export function layoutInput(graph: FilmGraph, hasWords = true): ElkNode {
  return {
    id: 'film',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.edgeRouting': 'SPLINES',
      'elk.layered.spacing.nodeNodeBetweenLayers': '90',
      'elk.spacing.nodeNode': '34',
      'elk.spacing.edgeNode': '18',
      'elk.edgeLabels.inline': 'true',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: graph.nodes.map((node) => ({ id: node.name, width: NODE_WIDTH, height: NODE_HEIGHT })),
    edges: graph.edges.map((edge, index) => ({
      id: `e${index}`,
      sources: [edge.from],
      targets: [edge.to],
      labels:
        edge.label === '' || !hasWords
          ? []
          : [{ text: edge.label, width: edge.label.length * LABEL_CHARACTER, height: 14 }],
    })),
  };
}

/** What ELK answered, by the graph's own names. */
export function placedGraph(graph: FilmGraph, laid: ElkNode): PlacedGraph {
  const byId = new Map((laid.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    width: laid.width ?? 0,
    height: laid.height ?? 0,
    nodes: new Map((laid.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }])),
    edges: graph.edges.map((_, index) => {
      const edge = byId.get(`e${index}`);
      const section = edge?.sections?.[0];
      const label = edge?.labels?.[0];
      return {
        points: section === undefined ? [] : [section.startPoint, ...(section.bendPoints ?? []), section.endPoint],
        label:
          label?.x === undefined || label.y === undefined
            ? null
            : { x: label.x + (label.width ?? 0) / 2, y: label.y + 11 },
      };
    }),
  };
}
