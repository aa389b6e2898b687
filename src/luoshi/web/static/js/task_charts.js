// The plan of a task against what was reported of it. SVG, no animation, labels at the lines themselves.
"use strict";
(() => {
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const plan = (told) => ({
    animation: false,
    textStyle: { fontFamily: token("--fonts"), color: token("--second") },
    aria: { enabled: true, label: { description: told.told } },
    grid: { left: 48, right: 56, top: 16, bottom: 26 },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true,
      formatter: (points) => points.map((p) => `${p.seriesName} ${p.value[0]} ${p.value[1]} ${told.per}`).join("\n") },
    xAxis: { type: "time", axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line") } }, splitLine: { show: false },
      axisLabel: { hideOverlap: true, formatter: (value) => { const d = new Date(value); return `${d.getMonth() + 1}/${d.getDate()}`; } } },
    yAxis: { type: "value", splitNumber: 3, splitLine: { lineStyle: { color: token("--line") } } },
    series: [
      { name: told.words.plan, type: "line", data: told.plan, symbol: "none", lineStyle: { type: "dashed", width: 1.5, color: token("--second") },
        itemStyle: { color: token("--second") }, endLabel: { show: true, formatter: told.words.plan, color: token("--second"), fontSize: 12 },
        markLine: { silent: true, symbol: "none", data: [{ xAxis: told.today }], lineStyle: { color: token("--warn"), width: 1.5, type: "solid" },
          label: { formatter: told.words.today, color: token("--warn-text"), fontSize: 12 } } },
      { name: told.words.actual, type: "line", step: "end", data: told.actual, symbolSize: 6, lineStyle: { width: 2, color: token("--brand") },
        itemStyle: { color: token("--brand") }, endLabel: { show: told.actual.length > 1, formatter: told.words.actual, color: token("--brand"), fontSize: 12 } },
    ],
  });

  window.taskCharts = { plan };
})();
