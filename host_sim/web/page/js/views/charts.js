// Rolling charts: rate, pump against plant truth, effect with its band and the 80 and 50 % lines.

import { card, h } from "../dom.js";
import { span } from "../words.js";

const HEIGHT = 150;
// What stands between two ticks of the time, in seconds: a minute's, an hour's, a day's and so on.
const STEPS_S = [
    [1, [1, 2, 5, 10, 15, 30]],
    [60, [1, 2, 5, 10, 15, 30]],
    [3600, [1, 2, 3, 6, 12]],
    [86_400, [1, 2, 5, 10, 20, 50, 100]],
].flatMap(([unit, counts]) => counts.map((count) => count * unit));
// Series of the pump, its heading; of each curve the name, the colour and the scale where it has
// one of its own.
const ROWS = [
    [
        "rate",
        "Rate, uL/h",
        [
            ["programme", 0],
            ["flows", 1],
        ],
    ],
    [
        "delivered",
        "Pump against plant",
        [
            ["least, mL", 0],
            ["most, mL", 2],
            ["plant less pump, uL", 3, "residual"],
        ],
    ],
    [
        "effect",
        "Effect, % of the reference",
        [
            ["low", 2],
            ["high", 2],
            ["forecast", 0],
            ["true (simulator)", 1],
        ],
    ],
];

export class ChartsView {
    constructor({ tables }) {
        this.levels = [tables.figures.advisory_percent, tables.figures.alarm_percent];
        this.charts = [];
        this.hosts = ROWS.map(([name, title]) =>
            h("div", { class: "chart", id: `chart-${name}`, role: "img", "aria-label": title }),
        );
        this.element = card(
            "charts",
            "Charts",
            ...ROWS.flatMap(([, title], at) => [h("h3", {}, title), this.hosts[at]]),
        );
        new ResizeObserver(() => this.#resize()).observe(this.element);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#make());
    }

    draw({ series }) {
        if (!this.charts.length) this.#make();
        ROWS.forEach(([name], at) => this.charts[at]?.setData(series[name].columns));
    }

    #make() {
        this.charts.forEach((chart) => chart.destroy());
        const style = getComputedStyle(this.element);
        const colours = ["--accent", "--second", "--soft", "--warn"].map((name) =>
            style.getPropertyValue(name).trim(),
        );
        const [ink, line] = ["--ink", "--line"].map((name) => style.getPropertyValue(name).trim());
        this.charts = ROWS.map(
            ([name, , drawn], at) =>
                new uPlot(
                    this.#options(name, drawn, colours, ink, line),
                    drawn.map(() => []),
                    this.hosts[at],
                ),
        );
    }

    #options(name, drawn, colours, ink, line) {
        const font = `12px ${getComputedStyle(this.element).fontFamily}`;
        const axis = { font, stroke: ink, grid: { stroke: line }, ticks: { stroke: line } };
        const effect = name === "effect";
        return {
            width: Math.max(200, this.hosts[0].clientWidth),
            height: HEIGHT,
            cursor: { drag: { x: false, y: false } },
            scales: { x: { time: false }, y: { range: ranged(effect) }, residual: {} },
            axes: [
                { ...axis, space: 90, incrs: STEPS_S, values: (_, at) => at.map(ticked) },
                { ...axis, size: 50 },
                ...(name === "delivered"
                    ? [{ ...axis, scale: "residual", side: 1, size: 50 }]
                    : []),
            ],
            series: [
                { label: "time", value: (_, each) => (each === null ? "" : span(each)) },
                ...drawn.map(([label, colour, scale = "y"]) => ({
                    label,
                    scale,
                    stroke: colours[colour],
                    width: 1.5,
                    value: (_, each) => each?.toPrecision(4) ?? "",
                    spanGaps: true,
                    paths: name === "rate" ? uPlot.paths.stepped({ align: -1 }) : null,
                    points: { show: false },
                })),
            ],
            bands: effect ? [{ series: [2, 1], fill: colours[2] + "55" }] : [],
            hooks: effect ? { draw: [(chart) => levels(chart, colours[3], this.levels)] } : {},
        };
    }

    #resize() {
        const width = this.hosts[0].clientWidth;
        if (width > 0)
            this.charts.forEach(
                (chart) => chart.width === width || chart.setSize({ width, height: HEIGHT }),
            );
    }
}

// A tick's time, without units of which there are none.
function ticked(seconds) {
    return span(seconds).replace(/ 0 (h|min|s)$/, "");
}

function ranged(effect) {
    return (_, low, high) => {
        if (effect) return [0, Math.max(130, high ?? 0)];
        return low === null || high === null ? [0, 1] : [Math.min(0, low), high * 1.1 || 1];
    };
}

// The two lines that alarms are told by.
function levels(chart, colour, percents) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.setLineDash([6, 4]);
    for (const percent of percents) {
        const y = chart.valToPos(percent, "y", true);
        ctx.beginPath();
        ctx.moveTo(bbox.left, y);
        ctx.lineTo(bbox.left + bbox.width, y);
        ctx.stroke();
    }
    ctx.restore();
}
