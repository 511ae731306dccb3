"""How YouTube Studio calls its columns, in the languages in which exports or their readers were seen.

Studio writes headers in the language of whoever exports. What is not found here is told as a column that is not kept;
a table whose first columns are not found here is refused with the remedy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import header_key

_CONTENT = """
content|contents|video|videos|inhalt|inhalte|conteúdo|conteúdos|vídeo|vídeos|contenido|contenu|contenus|vidéo
vidéos|contenuti|contenuto|コンテンツ|動画|콘텐츠|동영상|içerik|контент|видео|content-id|inhoud|treść|materiał
innehåll|konten|nội dung|内容|內容|影片|视频
"""
_TITLE = """
video title|videotitel|título do vídeo|título del vídeo|título del video|titre de la vidéo|titolo del video
titolo video|動画のタイトル|動画タイトル|동영상 제목|video başlığı|название видео|titel van de video
videons titel|tytuł filmu|judul video|tiêu đề video|视频标题|影片標題
"""
_PUBLISHED = """
video publish time|veröffentlichungszeitpunkt des videos|horário de publicação do vídeo
hora de publicação do vídeo|hora de publicación del vídeo|hora de publicación del video
heure de publication de la vidéo|ora pubblicazione video|ora di pubblicazione del video|動画公開時刻
동영상 게시 시간|videonun yayınlanma tarihi|video yayınlanma zamanı|время публикации видео
publicatietijd van video|waktu publikasi video|thời gian xuất bản video|影片發布時間|视频发布时间
"""
_DATE = """
date|datum|data|fecha|日付|날짜|tarih|дата|dato|päivämäärä|tanggal|ngày|日期
"""

_MONEY = """
estimated revenue|your estimated revenue|estimated partner revenue|geschätzter umsatz|receita estimada
ingresos estimados|revenus estimés|entrate stimate|推定収益|예상 수익|대략적인 파트너 수익|tahmini gelir
расчетный доход|расчётный доход
"""
_OTHERS = """
subscribers|abonnenten|inscritos|subscritores|suscriptores|abonnés|iscritti|チャンネル登録者|구독자|aboneler
подписчики|impressions|thumbnail impressions|impressionen|impressões|impresiones|impressioni|インプレッション数
노출수|gösterim|показы
"""
_MINUTES, _HOURS = 60.0, 3600.0
_PLAIN = {
    "views": """
        views|aufrufe|visualizações|visualizaciones|vistas|vues|visualizzazioni|視聴回数|조회수|görüntüleme
        görüntülemeler|просмотры|weergaven|wyświetlenia|visningar|penayangan|số lượt xem|lượt xem|观看次数
        觀看次數
    """,
    "engaged_views": """
        engaged views|aktive aufrufe|aufrufe mit interaktion|aktive wiedergaben|visualizações engajadas
        visualizaciones con interacción|vues engagées|vues avec engagement|visualizzazioni "engaged"
        visualizzazioni coinvolte|エンゲージ ビュー|エンゲージビュー|유효 조회수|вовлеченные просмотры
        просмотры с вовлечением|etkileşimli görüntülemeler
    """,
    "likes": """
        likes|„mag ich“-bewertungen|mag ich|marcações "gostei"|gostei|curtidas|me gusta|j'aime|mentions "j'aime"
        mi piace|高評価数|高評価|좋아요|좋아요 수|beğeniler|beğenme|отметки "нравится"|лайки|vind-ik-leuks
    """,
    "comments": """
        comments added|comments|kommentare|hinzugefügte kommentare|comentários adicionados|comentários
        comentarios añadidos|comentarios agregados|comentarios|commentaires ajoutés|commentaires
        commenti aggiunti|コメントの追加回数|コメント追加回数|추가된 댓글|eklenen yorumlar
        добавленные комментарии|комментарии
    """,
    "shares": """
        shares|geteilte inhalte|freigaben|mal geteilt|compartilhamentos|partilhas|veces compartido|compartidos
        elementos compartidos|partages|condivisioni|共有数|공유|공유 수|paylaşımlar|paylaşma|поделились
        число репостов
    """,
    "new_followers": """
        subscribers gained|gewonnene abonnenten|inscritos ganhos|inscrições obtidas|subscritores ganhos
        suscriptores ganados|suscriptores obtenidos|abonnés gagnés|nouveaux abonnés|iscritti acquisiti
        iscritti guadagnati|登録者増加数|チャンネル登録者増加数|구독자 증가수|구독자 증가|kazanılan aboneler
        новые подписчики|подписалось
    """,
    "reach": """
        unique viewers|einzelne zuschauer|eindeutige zuschauer|espectadores únicos|spectateurs uniques
        spettatori unici|ユニーク視聴者数|순 시청자수|순시청자수|tekil izleyiciler|уникальные зрители
    """,
    "duration": """
        duration|dauer|duração|duración|durée|durata|長さ|길이|süre|продолжительность|длительность|duur
        czas trwania
    """,
    "stayed": """
        stayed to watch (%)|weiter angesehen (%)|angesehen (%)|permaneceram para assistir (%)
        continuaram assistindo (%)|siguieron viendo (%)|se quedaron a verlo (%)|ont continué de regarder (%)
        ha continuato a guardare (%)|視聴を継続 (%)|계속 시청한 비율 (%)|계속 시청함 (%)|izlemeye devam etti (%)
        продолжили просмотр (%)
    """,
    "average_watch_time": """
        average view duration|durchschnittliche wiedergabedauer|duração média da visualização
        duração média das visualizações|duración media de las visualizaciones|duración media de la visualización
        duración promedio de vistas|duración promedio de visualización|durée moyenne d'une vue
        durée moyenne de visionnage|durée moyenne des vues|durata di visualizzazione media
        durata visualizzazione media|平均視聴時間|평균 시청 지속 시간|ortalama görüntüleme süresi
        ortalama izlenme süresi|средняя продолжительность просмотра
    """,
}
_WATCHED: Mapping[float, str] = {
    _HOURS: """
        watch time (hours)|wiedergabezeit (stunden)|tempo de exibição (horas)|tempo de visualização (horas)
        tiempo de visualización (horas)|tiempo de reproducción (horas)|durée de visionnage (heures)
        tempo di visualizzazione (ore)|総再生時間(単位: 時間)|総再生時間 (単位: 時間)|総再生時間（単位: 時間）
        総再生時間（時間）|시청 시간(단위: 시간)|izlenme süresi (saat)|время просмотра (часы)
        время просмотра (часов)|weergavetijd (uren)|czas oglądania (godziny)|visningstid (timmar)
        waktu tonton (jam)|观看时长（小时）|觀看時間 (小時)
    """,
    _MINUTES: """
        watch time (minutes)|wiedergabezeit (minuten)|tempo de exibição (minutos)
        tiempo de visualización (minutos)|durée de visionnage (minutes)|tempo di visualizzazione (minuti)
        시청 시간(단위: 분)|время просмотра (минуты)
    """,
}
"""By the seconds in what they count."""


def _key(text: str) -> str:
    """A header as it is compared, whichever apostrophe and whichever small letter of Turkish stands in it."""
    return header_key(text).replace("i\u0307", "i").replace("\u2019", "'")


def _keys(names: str) -> frozenset[str]:
    return frozenset(_key(name) for line in names.splitlines() for name in line.split("|") if name.strip())


CONTENT, TITLE, PUBLISHED, DATE, _NOT_KEPT, _EARNED = map(_keys, (_CONTENT, _TITLE, _PUBLISHED, _DATE, _OTHERS, _MONEY))
"""Compared names of the columns that say which video a row is, and of days."""
NUMBERS: Mapping[str, tuple[str, float]] = {
    **{key: (name, 1.0) for name, names in _PLAIN.items() for key in _keys(names)},
    **{key: ("total_watch_time", factor) for factor, names in _WATCHED.items() for key in _keys(names)},
}
"""By compared header: the column of the lake (``stayed`` is a percentage of starts), and what one of it is there."""


def one_of(sheet: Sheet, names: Iterable[str]) -> str | None:
    """The sheet's header that is one of these compared names; None where none is."""
    wanted = frozenset(names)
    return next((text for text in sheet.header if _key(text) in wanted), None)


def numbers_of(sheet: Sheet) -> dict[str, tuple[str, float]]:
    """By column of the lake: the sheet's header, and what one of it is there; of two of one meaning the first."""
    own: dict[str, tuple[str, float]] = {}
    for text in sheet.header:
        if (known := NUMBERS.get(_key(text))) is not None:
            own.setdefault(known[0], (text, known[1]))
    return own


def is_of_youtube(header: str) -> bool:
    """Whether Studio has a column of this name, kept or not; of money it names the currency behind it."""
    key = _key(header)
    return key in NUMBERS or key in _NOT_KEPT or key.split("(")[0].strip() in _EARNED
