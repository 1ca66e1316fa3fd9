"""The budget as a chart of the office program's own, with its figures in an embedded sheet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from delivery.domain.blocks import Bar
from delivery.rendering.canvas import BODY, Box, Canvas, colour, printable
from delivery.rendering.stable_zip import repeatable

LABEL_SIZE = 14
_SHARES: Any = CategoryChartData
"""The library has no types for it."""


def budget_bars(canvas: Canvas, box: Box, bars: Sequence[Bar], at: datetime) -> None:
    """Draw one bar a channel, the first on top."""
    if not bars:
        return
    data: Any = _SHARES(number_format="0%")
    data.categories = [printable(_category(bar)) for bar in bars]
    data.add_series("Share of the budget", [bar.percent / 100 for bar in bars])
    frame: Any = canvas.slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height), data
    )
    spoken = "; ".join(f"{bar.label} {bar.note}" for bar in bars)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(f"Budget by channel: {spoken}"))
    _style(frame.chart, canvas.branding.ink)
    workbook = frame.chart.part.chart_workbook
    workbook.update_from_xlsx_blob(repeatable(workbook.xlsx_part.blob, at))


def _category(bar: Bar) -> str:
    _, _, amount = bar.note.partition(", ")
    return f"{bar.label} ({amount})" if amount else bar.label


def _style(chart: Any, ink: str) -> None:
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.name = Pt(LABEL_SIZE), "Arial"
    chart.font.color.rgb = colour(BODY)
    categories, values, plot = chart.category_axis, chart.value_axis, chart.plots[0]
    categories.reverse_order = True
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.format.line.fill.background()
    values.has_major_gridlines = values.visible = False
    values.minimum_scale = 0
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0%", False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.font.size, plot.data_labels.font.bold = Pt(LABEL_SIZE), True
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = colour(ink)
