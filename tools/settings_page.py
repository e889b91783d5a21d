"""Writes the table of docs/reference/settings.md: every environment variable that config/ reads, with its default.

A variable without a sentence here, or a sentence without a variable, is an error.
"""

import ast
import math
from collections.abc import Iterator
from pathlib import Path

CONFIG = Path(__file__).resolve().parent.parent / "config"
READERS = {"env_text", "env_int", "env_bool", "env_list", "env_own_machine", "get", "setdefault"}
# For the tests only, or set by our own processes for one another.
INTERNAL = {"DJANGO_SETTINGS_MODULE"}

SENTENCES = {
    "DATABASE_URL": "外部 PostgreSQL（≥ 15）的地址，如 postgresql://用户:口令@主机:端口/数据库；不设则使用自带的数据库。",
    "YICHUANG_BEHIND_PROXY": "前面有 nginx 等反向代理，并由它设置 X-Forwarded-Proto。",
    "YICHUANG_BIND": "./run 监听的地址；要让其他机器访问，设为 0.0.0.0。",
    "YICHUANG_CLAMAV": "病毒扫描：unix:/run/clamav/clamd.ctl 或 tcp:主机:3310。设了却连不上时，拒绝上传。",
    "YICHUANG_COURIER": "接快递公司的类（接口见 yichuang/delivery/adapters/couriers.py）；默认由窗口人员手工填写。",
    "YICHUANG_DATA": "数据目录：自带的数据库、密钥、文件。",
    "YICHUANG_DB_POOL": "每个网页进程保留的数据库连接数，应等于它的线程数；0 为不保留。网页进程默认为 4。",
    "YICHUANG_DB_STATEMENT_SECONDS": "一条 SQL 最长执行秒数；0 为不限。migrate 不受此限。",
    "YICHUANG_DEVICES": "窗口电脑上设备程序（读卡、扫描）的地址，如 http://127.0.0.1:8765；不设则不用。",
    "YICHUANG_FIELD_KEY_NUMBER": "当前用来加密个人信息的密钥序号；换密钥时加一，旧密钥保留用于解密。",
    "YICHUANG_CREDIT_REGISTER": "查询申请人信用记录的类；没有接入时由窗口人工核对并记入办件。",
    "YICHUANG_FILES_ROOT": "上传的材料、文书、证照存放的目录。",
    "YICHUANG_HOSTS": "允许的域名，逗号分开；对外服务时必须写明。",
    "YICHUANG_HTTPS": "经 HTTPS 访问：Cookie 只经 HTTPS 发送，并启用 HSTS。",
    "YICHUANG_LIVE_PORT": "实时屏幕进程的端口；0 表示与网页同一地址（nginx 转发）。",
    "YICHUANG_PAYMENT": "接网上缴费平台的类（接口见 yichuang/fees/adapters.py）；默认不接，只在窗口缴费。",
    "YICHUANG_PAYMENT_KEY": "缴费平台通知的签名密钥（HMAC-SHA256）；不设则不接收通知。",
    "YICHUANG_PAYMENT_LISTS": "缴费平台放对账文件的目录（用 yichuang.fees.signed_lists.SignedLists 时）。",
    "YICHUANG_PAYMENT_ADDRESS": "缴费平台的缴费页面，网址里写 {bill}（用 SignedLists 时）；不设则只在窗口缴费。",
    "YICHUANG_VOUCHERS": "接财政电子票据平台的类（接口见 yichuang/fees/adapters.py）；默认不接，由窗口登记。",
    "YICHUANG_LOCKER": "接取件柜的类（接口见 yichuang/delivery/adapters/lockers.py）；默认用钥匙开柜。",
    "YICHUANG_LOG_LEVEL": "日志级别。日志不含个人信息。",
    "YICHUANG_PUBLIC_ADDRESS": "公众访问的网址，印在二维码和文书上。",
    "YICHUANG_PUBLIC_IDLE_SECONDS": "公众账号多久不操作就退出登录（秒）。",
    "YICHUANG_REGISTER": "共享数据源的类（接口见 yichuang/cases/registers.py）；默认只查本中心颁发的结果。",
    "YICHUANG_S3_BUCKET": "改用 S3 兼容的对象存储时的桶名；须另装 django-storages[s3]，桶由对象存储自己备份。",
    "YICHUANG_S3_ENDPOINT": "对象存储的地址。",
    "YICHUANG_SEALED_SUITE": "个人信息的加密算法：aes（AES-256-GCM、SHA-256）或 sm（SM4、SM3）。",
    "YICHUANG_SESSION_SECONDS": "登录最长保持的秒数。",
    "YICHUANG_SMS": "接短信平台的类（接口见 yichuang/notifications/adapters.py）；默认不发，消息只在网上看。",
    "YICHUANG_STAFF_IDLE_SECONDS": "工作人员多久不操作就退出登录（秒）。",
    "YICHUANG_STATIC_ROOT": "静态文件收集到的目录，由 nginx 直接发送。",
    "YICHUANG_TEST_DATA": "测试用的数据目录。",
    "YICHUANG_TEST_DB": "测试数据库名的后缀，几个人在同一目录运行测试时各用各的。",
    "YICHUANG_UPLOAD_MEGABYTES": "单个上传文件的最大兆字节数，应不大于病毒扫描的上限。",
}


class Undescribed(Exception):
    """A variable and its sentence do not go together."""


def variables() -> dict[str, str]:
    """Every variable read in config/, with its default as written ("" when it has none)."""
    found: dict[str, str] = {}
    for path in sorted(CONFIG.glob("*.py")):
        for name, default in _read_in(path):
            found[name] = found.get(name) or default
    return dict(sorted(found.items()))


def _read_in(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        variable = node.args[0].value
        environment = name.startswith("env_") or "environ" in ast.unparse(node.func)
        if name in READERS and environment and isinstance(variable, str) and variable not in INTERNAL:
            yield variable, _default(node)


def _default(node: ast.Call) -> str:
    if len(node.args) < 2:
        return ""
    if isinstance(node.args[1], ast.Constant):
        value = node.args[1].value
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    written = ast.unparse(node.args[1])
    inside = [str(part.value) for part in ast.walk(node.args[1]) if isinstance(part, ast.Constant)]
    if written.startswith("str("):
        return f"{'数据目录' if 'DATA' in written else '.'}/{inside[0]}"
    return str(math.prod(map(int, inside))) if all(text.isdigit() for text in inside) else ""


def table() -> str:
    found = variables()
    if unlike := found.keys() ^ SENTENCES.keys():
        raise Undescribed(f"tools/settings_page.py and config/ differ in {', '.join(sorted(unlike))}")
    lines = ["| 变量 | 默认 | 说明 |", "| --- | --- | --- |"]
    lines += [
        f"| `{name}` | {f'`{default}`' if default else '—'} | {SENTENCES[name]} |" for name, default in found.items()
    ]
    return "\n".join(lines)
