"""How the sample day was made: invented calls, spoken by espeak-ng, on two telephone channels.

Run ``python -m training.sample_day`` where espeak-ng is installed. The product never imports this.
"""
